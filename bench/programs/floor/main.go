// Command floor does what a program with net/http and encoding/xml comes with at least. What the others cost beyond it is theirs.
package main

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"os"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	first, err := xml.NewDecoder(resp.Body).Token()
	if err != nil {
		return err
	}
	fmt.Printf("%T\n", first)
	return nil
}
