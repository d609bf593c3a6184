package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"plimsoll/house"
	"plimsoll/publog"
	"plimsoll/publog/witness"
	"plimsoll/store"
)

// logName is the origin of the demo world's public log.
const logName = "plimsoll.example/demo"

// The demo world has three witnesses, of whom two must cosign. The third is
// away, always, so that every run shows that no witness is needed.
const (
	witnesses     = 3
	witnessesUp   = 2
	witnessQuorum = 2
)

// closing bounds the orderly end of logs and witnesses.
const closing = 5 * time.Second

// publish brings the finding into the public log under the witnesses' eyes,
// writes what a reader needs to check it alone, and checks it with nothing
// but those files once log and witnesses are closed.
func (r *run) publish(ctx context.Context) (string, map[string]any, error) {
	f, _ := r.Cases.Finding(r.finding)
	if f.Published == nil {
		if err := r.append(ctx); err != nil {
			return "", nil, err
		}
		f, _ = r.Cases.Finding(r.finding)
	}
	files, err := Export(r.House, f.ID)
	if err != nil {
		return "", nil, err
	}
	v, err := verifyFiles(files)
	if err != nil {
		return "", nil, err
	}
	if len(v.Witnesses) < witnessQuorum {
		return "", nil, fmt.Errorf("only %d witnesses cosigned", len(v.Witnesses))
	}
	var names []string
	for _, w := range v.Witnesses {
		names = append(names, w.Witness)
	}
	return fmt.Sprintf("%s is entry %d of %d in %s, cosigned by %d of %d witnesses, proven offline: %s", f.ID, v.Index, v.Size,
		v.Origin, len(v.Witnesses), witnesses, files.Proof), map[string]any{
		"finding": f.ID, "index": v.Index, "size": v.Size, "leaf": v.Leaf.String(), "witnesses": names,
		"missing": v.Missing, "document": files.Document, "proof": files.Proof, "policy": files.Policy,
	}, nil
}

// append opens witnesses and log, publishes, and closes them again.
func (r *run) append(ctx context.Context) (err error) {
	key, err := r.LogKey(logName)
	if err != nil {
		return err
	}
	members, stop, err := r.startWitnesses(ctx, key.Public)
	defer func() { err = errors.Join(err, stop()) }()
	if err != nil {
		return err
	}
	policy, err := publog.PolicyText(publog.Member{Name: key.Name, Key: key.Public}, members, witnessQuorum)
	if err != nil {
		return err
	}
	if err := r.SetPolicy(policy); err != nil {
		return err
	}
	log, err := r.OpenLog(ctx, key)
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
		defer cancel()
		err = errors.Join(err, log.Close(ctx))
	}()
	_, err = r.Cases.Publish(ctx, r.Operator, r.finding, log)
	return err
}

// startWitnesses starts the witnesses that are not away. They listen on
// loopback, on ports that are free at the time.
func (r *run) startWitnesses(ctx context.Context, logKey string) ([]publog.Member, func() error, error) {
	var running []*witness.Witness
	stop := func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
		defer cancel()
		var errs []error
		for _, w := range running {
			errs = append(errs, w.Close(ctx))
		}
		return errors.Join(errs...)
	}
	var members []publog.Member
	for i := range witnesses {
		name := fmt.Sprintf("demo-witness-%d", i+1)
		key, err := house.KeepKey(r.Data.Path("keys", name+".key"), r.Rand(), name, publog.GenerateWitnessKey)
		if err != nil {
			return nil, stop, err
		}
		if i >= witnessesUp {
			// Port 1 answers nobody: this witness is away.
			members = append(members, publog.Member{Name: name, Key: key.Public, URL: "http://127.0.0.1:1"})
			continue
		}
		w, err := witness.Start(ctx, witness.Config{Key: key, Logs: []string{logKey}, StateDir: r.Data.Path("witness", name)})
		if err != nil {
			return nil, stop, err
		}
		running = append(running, w)
		members = append(members, w.Member())
	}
	return members, stop, nil
}

// Files are what a reader needs to check a published finding alone.
type Files struct{ Document, Proof, Policy string }

// Export writes a published finding, its proof and the log's policy to the
// data directory's folder "published".
func Export(h *house.House, id string) (Files, error) {
	f, ok := h.Cases.Finding(id)
	if !ok || f.Published == nil {
		return Files{}, fmt.Errorf("finding %s is not published", id)
	}
	policy, err := h.Policy()
	if err != nil {
		return Files{}, err
	}
	dir := h.Data.Path("published")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Files{}, fmt.Errorf("writing what was published: %w", err)
	}
	files := Files{filepath.Join(dir, id+".json"), filepath.Join(dir, id+".tlog-proof"), filepath.Join(dir, "log.policy")}
	for path, data := range map[string][]byte{
		files.Document: f.Released.Document, files.Proof: f.Published.Proof, files.Policy: policy,
	} {
		if err := store.WriteFileAtomic(path, data, 0o644); err != nil {
			return Files{}, err
		}
	}
	return files, nil
}

func verifyFiles(f Files) (publog.Verified, error) {
	var data [3][]byte
	for i, path := range []string{f.Document, f.Proof, f.Policy} {
		var err error
		if data[i], err = os.ReadFile(path); err != nil {
			return publog.Verified{}, err
		}
	}
	return publog.Verify(data[0], data[1], data[2])
}
