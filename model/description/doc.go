// Package description writes and reads the JSON description of the API that every engine serves at /ovirt-engine/api/model.json.
//
// The document says less than a model: input constraints are missing, bases too (each struct and service lists what it inherits
// as if it were its own), and so is which method a variant belongs to. [Decode] says what it had to do without.
//
// It serves the generator and the simulator of this module. It promises no stable API: any release
// may change it.
package description
