// Package fetch brings lists up to date from where their authorities publish
// them. For each [lists.Source] it
//
//   - finds the addresses of the files, on a page where the source has a Link;
//   - asks for each file, on condition that it has changed since the fetch that
//     made the snapshot which serves now ([State] knows that fetch);
//   - tries again, later and later, where trying again can help: on errors of
//     the network, on 429 and 5xx, and on an answer that was cut;
//   - hands the files of a list to [lists.Library.Import] together, once all of
//     them have come whole: they become the newest snapshot, or are held;
//   - records what came in the journal (list.fetched), unless it is what the
//     last record says already.
//
// Bodies go to temporary files and are never held in memory. An error page in
// the place of a list is an exhibit and a hold, not a failure to fetch: the
// snapshot before keeps serving. One source that fails does not stop the
// others. Clock, waiting, randomness and the HTTP client are passed in.
package fetch

import (
	"context"
	"net"
	"net/http"
	"time"
)

// World is what fetching is given of the outside world.
type World struct {
	Client *http.Client // see NewClient; its CheckRedirect is replaced
	Now    func() time.Time
	Sleep  func(ctx context.Context, d time.Duration) error // see Sleep
	Random func() float64                                   // at least 0, less than 1
	Getenv func(name string) string                         // for the keys that authorities ask for

	UserAgent string // names the program to those who are asked
}

// Limits bound what an authority's server, or somebody in its place, can make
// of a fetch.
type Limits struct {
	Attempts   int           // for one file
	Backoff    time.Duration // before the second attempt; twice as long before each further one
	MaxBackoff time.Duration
	MaxWait    time.Duration // that a server may ask for with Retry-After

	Answer time.Duration // until an answer begins
	Idle   time.Duration // without a byte of it
	Whole  time.Duration // for one file with all attempts and waits

	Redirects int
	Size      int64 // of a file, unpacked
	PageSize  int64 // of a page with a link
}

// DefaultLimits fit what is known of the authorities: one of them makes its
// list while it is asked and begins to answer after more than a minute.
func DefaultLimits() Limits {
	return Limits{
		Attempts: 5, Backoff: 2 * time.Second, MaxBackoff: time.Minute, MaxWait: 2 * time.Minute,
		Answer: 3 * time.Minute, Idle: time.Minute, Whole: 30 * time.Minute,
		Redirects: 10, Size: 2 << 30, PageSize: 8 << 20,
	}
}

// NewClient returns a client with limits to what lies below an answer, which
// goes through the proxy that the environment names. Compression is left to
// this package, which thereby knows how much of a body is still to come.
func NewClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 20 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:    20 * time.Second,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        30 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
		DisableCompression:     true,
	}}
}

// Sleep waits, or returns early with the context's error.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Observer is told how a sync goes on. It is called from several goroutines.
type Observer interface {
	Attempt(dataset, address string, n int) // a request goes out, the n-th for this file
	Read(dataset string, n, total int64)    // so much of the body has come; total is -1 where unknown
	Waiting(dataset string, d time.Duration, why error)
	Importing(dataset string)
	Done(o Outcome)
}

// nobody observes nothing.
type nobody struct{}

func (nobody) Attempt(string, string, int)          {}
func (nobody) Read(string, int64, int64)            {}
func (nobody) Waiting(string, time.Duration, error) {}
func (nobody) Importing(string)                     {}
func (nobody) Done(Outcome)                         {}
