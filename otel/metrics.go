package otel

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/ovirt-go/ovirt/sdk"
)

// Metrics returns a middleware that counts and times calls, and registers what it counts in:
//
//   - ovirt_call_duration_seconds, a histogram by op and status: from the beginning of a call to the beginning of its answer,
//     attempts and pauses included;
//   - ovirt_attempts_total, a counter by op and status: each request that went to the engine, logins included;
//   - ovirt_calls_in_flight, a gauge.
//
// The status is that of HTTP, or "none" if no answer came. The error is that of the registerer. One middleware serves any number
// of connections.
func Metrics(to prometheus.Registerer) (sdk.Middleware, error) {
	m := &metrics{
		calls: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "ovirt_call_duration_seconds", Help: "Time until the answer to a call of the oVirt API begins.",
			Buckets: []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60},
		}, []string{"op", "status"}),
		attempts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ovirt_attempts_total", Help: "Requests to the oVirt API, repeated ones included.",
		}, []string{"op", "status"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "ovirt_calls_in_flight", Help: "Calls of the oVirt API whose answer hasn't begun.",
		}),
	}
	for _, c := range []prometheus.Collector{m.calls, m.attempts, m.inFlight} {
		if err := to.Register(c); err != nil {
			return sdk.Middleware{}, err
		}
	}
	return sdk.Middleware{Call: m.call, Attempt: m.attempt}, nil
}

type metrics struct {
	calls    *prometheus.HistogramVec
	attempts *prometheus.CounterVec
	inFlight prometheus.Gauge
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func (m *metrics) call(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		m.inFlight.Inc()
		defer m.inFlight.Dec()
		begin := time.Now()
		resp, err := next.RoundTrip(req)
		m.calls.WithLabelValues(labels(req, resp)...).Observe(time.Since(begin).Seconds())
		return resp, err
	})
}

func (m *metrics) attempt(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		m.attempts.WithLabelValues(labels(req, resp)...).Inc()
		return resp, err
	})
}

// labels returns op and status. There are as many as the API has methods, so that their number is bounded.
func labels(req *http.Request, resp *http.Response) []string {
	info, _ := sdk.CallOf(req.Context())
	status := "none"
	if resp != nil {
		status = strconv.Itoa(resp.StatusCode)
	}
	return []string{info.Op, status}
}
