// Package record runs a test against an engine once, and against a recording afterwards. A transport
// writes the exchanges of the test to a text file, which people can review, and replays them strictly:
// a request that wasn't recorded fails the test, and so does a recorded request that isn't sent.
//
//	var update = flag.Bool("record", false, "talk to the engine and record it")
//
//	func TestList(t *testing.T) {
//		transport := record.New(t, "testdata/list.txt", http.DefaultTransport, *update)
//		conn, err := sdk.New(sdk.Config{
//			URL: address, Username: user, Password: password, Transport: transport,
//		})
//		...
//		defer conn.Close()
//
// # What matches
//
// Method, path, query and body must equal those of the recording. The order of the parameters in the
// query, blanks between the elements of XML and JSON, secrets, headers and the host make no
// difference. Requests must come in the recorded order, except that requests that ran at the same time
// may come in any order.
//
// # What is written
//
// Secrets are hidden as in dumps, including where an exchange repeats those of another, and further
// sanitizers can hide more. Compressed answers are written uncompressed. What differs from run to run
// is made stable: dates of answers are left out, as is the host of a location if it is that of the
// request; random correlation IDs become correlation-1 and so on, after the number of the exchange;
// and tokens never expire. If a test replays with a random correlation ID of its own, the answers
// contain that one.
package record
