package call

import (
	"encoding/json"
	"fmt"
	"log/slog"
)

// hidden stands for what isn't printed.
const hidden = "(hidden)"

// optionFields are the options as they are printed: all but the values of headers and of the query.
type optionFields struct {
	Header, Query  []string
	Timeout        string
	CorrelationID  string
	Unchecked      bool
	RetryConflicts bool
	RetryUnsafe    bool
	Retry          *RetryPolicy
}

func (o Options) fields() optionFields {
	return optionFields{
		Header: names(o.Header), Query: names(o.Query), Timeout: o.Timeout.String(), CorrelationID: o.CorrelationID,
		Unchecked: o.Unchecked, RetryConflicts: o.RetryConflicts, RetryUnsafe: o.RetryUnsafe, Retry: o.Retry,
	}
}

// names returns the names of headers or parameters, whose values may be secrets.
func names(values map[string][]string) []string {
	var all []string
	for name := range values {
		all = append(all, name+"="+hidden)
	}
	return all
}

// String returns the options without the values of headers and of the query, which may be secrets.
func (o Options) String() string {
	f := o.fields()
	f.Retry = nil
	return fmt.Sprintf("Options%+v", f)
}

// Format prints what [Options.String] returns, whatever the verb.
func (o Options) Format(s fmt.State, _ rune) { fmt.Fprint(s, o.String()) }

// LogValue hides the values of headers and of the query from logs.
func (o Options) LogValue() slog.Value { return slog.StringValue(o.String()) }

// MarshalJSON leaves the values of headers and of the query out.
func (o Options) MarshalJSON() ([]byte, error) { return json.Marshal(o.fields()) }

// String returns the summaries of the request and of the answer.
func (r Response) String() string {
	if r.Method == "" {
		return "Response()"
	}
	return "Response(" + r.RequestSummary() + ": " + r.ResponseSummary() + ")"
}

// Format prints what [Response.String] returns, whatever the verb: headers may hold secrets.
func (r Response) Format(s fmt.State, _ rune) { fmt.Fprint(s, r.String()) }

// LogValue is what logs show: the summaries of the request and of the answer.
func (r Response) LogValue() slog.Value { return slog.StringValue(r.String()) }

// MarshalJSON leaves the headers out, which may hold secrets.
func (r Response) MarshalJSON() ([]byte, error) {
	type fields Response
	r.Header = nil
	return json.Marshal(fields(r))
}
