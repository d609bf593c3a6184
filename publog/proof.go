package publog

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

const (
	proofHeader   = "c2sp.org/tlog-proof@v1"
	maxProofBytes = 1 << 20
	maxHashes     = 63 // a path in a tree of at most 2^63 entries
)

// Proof is what a .tlog-proof file holds (C2SP tlog-proof): where an entry stands, the path from it to the root,
// and the checkpoint, with its cosignatures, that commits to the root.
type Proof struct {
	Index      uint64
	Hashes     []Hash
	Checkpoint []byte
	// Extra is for the application and is not authenticated. nil: none.
	Extra []byte
}

// ProofError says where a .tlog-proof file is not one.
type ProofError struct {
	Line   int // from 1
	Reason string
}

func (e *ProofError) Error() string {
	return fmt.Sprintf("proof cut or damaged at line %d: %s", e.Line, e.Reason)
}

// Marshal writes the .tlog-proof form.
func (p Proof) Marshal() []byte {
	var b bytes.Buffer
	b.WriteString(proofHeader + "\n")
	if p.Extra != nil {
		b.WriteString("extra " + base64.StdEncoding.EncodeToString(p.Extra) + "\n")
	}
	fmt.Fprintf(&b, "index %d\n", p.Index)
	for _, h := range p.Hashes {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	b.WriteByte('\n')
	b.Write(p.Checkpoint)
	return b.Bytes()
}

// ParseProof reads the .tlog-proof form. It is strict: a proof that parses has one form only.
func ParseProof(data []byte) (Proof, error) {
	if len(data) > maxProofBytes {
		return Proof{}, &ProofError{1, fmt.Sprintf("%d bytes, more than %d", len(data), maxProofBytes)}
	}
	r := proofLines{rest: data}
	var p Proof
	if l, ok := r.next(); !ok || l != proofHeader {
		return Proof{}, r.fault("want " + proofHeader)
	}
	l, ok := r.next()
	if extra, has := strings.CutPrefix(l, "extra "); has && ok {
		b, err := decodeStrict(extra)
		if err != nil {
			return Proof{}, r.fault("extra data is not base64")
		}
		p.Extra = b
		l, ok = r.next()
	}
	digits, has := strings.CutPrefix(l, "index ")
	n, err := strconv.ParseUint(digits, 10, 63)
	if !ok || !has || err != nil || strconv.FormatUint(n, 10) != digits {
		return Proof{}, r.fault("want: index NUMBER")
	}
	p.Index = n
	for {
		l, ok := r.next()
		if !ok {
			return Proof{}, r.fault("want a hash, or an empty line and the checkpoint")
		}
		if l == "" {
			break
		}
		b, err := decodeStrict(l)
		if err != nil || len(b) != len(Hash{}) {
			return Proof{}, r.fault("want a SHA-256 hash in base64")
		}
		if len(p.Hashes) == maxHashes {
			return Proof{}, r.fault(fmt.Sprintf("more than %d hashes", maxHashes))
		}
		p.Hashes = append(p.Hashes, Hash(b))
	}
	if len(r.rest) == 0 {
		r.line++
		return Proof{}, r.fault("want the checkpoint")
	}
	p.Checkpoint = bytes.Clone(r.rest)
	return p, nil
}

// decodeStrict takes one spelling of every value; the plain decoder also skips line breaks.
func decodeStrict(s string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err == nil && base64.StdEncoding.EncodeToString(b) != s {
		return nil, fmt.Errorf("not canonical base64")
	}
	return b, err
}

// proofLines hands out lines that end in a newline.
type proofLines struct {
	rest []byte
	line int
}

func (r *proofLines) next() (string, bool) {
	r.line++
	l, rest, ok := bytes.Cut(r.rest, []byte("\n"))
	if ok {
		r.rest = rest
	}
	return string(l), ok
}

func (r *proofLines) fault(reason string) error { return &ProofError{r.line, reason} }
