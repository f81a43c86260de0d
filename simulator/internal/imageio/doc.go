// Package imageio is the data path of image transfers: the daemon with which clients read and write the bytes of disks, and the
// storage below it.
package imageio
