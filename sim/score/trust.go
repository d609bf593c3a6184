package score

import (
	"cmp"
	"fmt"
	"io"

	"plimsoll/voyage"
)

// Trust is how often what is told with one word of confidence is so.
type Trust struct {
	What       string `json:"what"`
	Confidence string `json:"confidence"`
	Told       int    `json:"told"`
	Right      int    `json:"right"`
}

func (r *Result) trust(what, confidence string) *Trust {
	for i := range r.Trust {
		if r.Trust[i].What == what && r.Trust[i].Confidence == confidence {
			return &r.Trust[i]
		}
	}
	r.Trust = append(r.Trust, Trust{What: what, Confidence: confidence})
	return &r.Trust[len(r.Trust)-1]
}

// words of confidence, the surest first.
var words = map[string]int{voyage.High: 0, voyage.Moderate: 1, voyage.Low: 2}

func bySure(a, b Trust) int {
	return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(words[a.Confidence], words[b.Confidence]))
}

// writeTrust prints the precision of each word, and of all that is told with it.
func (r *Result) writeTrust(w io.Writer) {
	fmt.Fprintln(w, "\nwhat\tconfidence\ttold\tright\tprecision")
	sum := map[string]Trust{}
	for _, x := range r.Trust {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\n", x.What, x.Confidence, x.Told, x.Right, figure(x.Right, x.Told))
		y := sum[x.Confidence]
		sum[x.Confidence] = Trust{Told: y.Told + x.Told, Right: y.Right + x.Right}
	}
	for _, word := range []string{voyage.High, voyage.Moderate, voyage.Low} {
		fmt.Fprintf(w, "all\t%s\t%d\t%d\t%s\n", word, sum[word].Told, sum[word].Right, figure(sum[word].Right, sum[word].Told))
	}
}
