package publog

import (
	"log/slog"

	"k8s.io/klog/v2"
)

// QuietLibraries sends what the log and witness libraries report to logger; nil drops it. They report through klog,
// which is one for the whole process and must not be changed while it is in use: call this once, first thing in
// main. What they need to say to callers they return as errors.
func QuietLibraries(logger *slog.Logger) {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	klog.SetSlogLogger(logger)
}
