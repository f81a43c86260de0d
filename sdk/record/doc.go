// Package record lets tests talk to an engine once and to a file afterwards. A transport records the exchanges of a test into a text file
// that can be read in a review, and replays them strictly: a request that was not recorded fails the test, and so does one that is
// recorded and doesn't come.
//
//	var update = flag.Bool("record", false, "talk to the engine and record it")
//
//	func TestList(t *testing.T) {
//		transport := record.New(t, "testdata/list.txt", http.DefaultTransport, *update)
//		conn, err := sdk.New(sdk.Config{URL: address, Username: user, Password: password, Transport: transport})
//		...
//		defer conn.Close()
//
// # What matches
//
// Method, path, query and body must be those of the recording. The order of the query's parameters, blanks between elements of XML and
// members of JSON, and secrets, which the recording doesn't hold, make no difference; headers and the host neither. Requests must come in
// the order in which they were recorded, except that of requests that ran at the same time then, any may come first.
//
// # What is written
//
// Secrets are hidden as in dumps, also where an exchange repeats those of another, and further
// sanitizers can hide more. Compressed answers are written plain. What differs from run to run by
// itself is made stable: the date of answers is left out, as is the host of a location if it is
// that of the request; random correlation ids become correlation-1 and so on, after the number of
// the exchange; and tokens never expire. When a test replays with a random correlation id of its
// own, it finds that in the answers.
package record
