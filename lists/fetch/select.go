package fetch

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"plimsoll/lists"
)

// Job is a source to fetch.
type Job struct {
	Authority lists.Authority
	lists.Source
	// Given says that the addresses are the operator's own: no key of the
	// authority is needed for them, and none is sent there.
	Given bool
}

// Jobs lists what can be fetched, in the order of the authorities.
func Jobs(authorities []lists.Authority) []Job {
	var jobs []Job
	for _, a := range authorities {
		for _, s := range a.Sources {
			if s.Dataset == "" {
				s.Dataset = a.ID
			}
			jobs = append(jobs, Job{Authority: a, Source: s})
		}
	}
	return jobs
}

// Select returns the jobs that the words name, in the order of all: an
// authority or a dataset by its id, by a word of it ("un" is every list of the
// UN), or by a part of a word that only one authority has. No words name all
// jobs.
func Select(jobs []Job, words []string) ([]Job, error) {
	if len(words) == 0 {
		return jobs, nil
	}
	chosen := map[string]bool{}
	for _, w := range words {
		found, err := match(jobs, w)
		if err != nil {
			return nil, err
		}
		for _, j := range found {
			chosen[j.Dataset] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(jobs), func(j Job) bool { return !chosen[j.Dataset] }), nil
}

// Redirect gives jobs other addresses, each written DATASET=URL; several for
// one dataset are the files of its list.
func Redirect(jobs []Job, addresses []string) ([]Job, error) {
	jobs = slices.Clone(jobs)
	given := map[string][]string{}
	for _, a := range addresses {
		word, address, ok := strings.Cut(a, "=")
		if !ok {
			return nil, fmt.Errorf("%q does not say which list the address is of: write it as un_sc=https://mirror.example/list.xml", a)
		}
		if _, err := parseAddress(address); err != nil {
			return nil, err
		}
		found, err := match(jobs, word)
		if err != nil {
			return nil, err
		}
		if len(found) != 1 {
			return nil, fmt.Errorf("%q is several lists (%s): say which one the address is of", word, datasets(found))
		}
		given[found[0].Dataset] = append(given[found[0].Dataset], address)
	}
	for i, j := range jobs {
		if urls := given[j.Dataset]; urls != nil {
			jobs[i].URLs, jobs[i].Link, jobs[i].Given = urls, nil, true
		}
	}
	return jobs, nil
}

// match finds the jobs that a word names. The closest way of naming counts: the
// whole id, whole words of it, any part.
func match(jobs []Job, word string) ([]Job, error) {
	w := strings.ToLower(strings.TrimSpace(word))
	ways := []func(id string) bool{
		func(id string) bool { return id == w },
		func(id string) bool { return strings.Contains("_"+id+"_", "_"+w+"_") },
		func(id string) bool { return strings.Contains(id, w) },
	}
	for way, fits := range ways {
		var found []Job
		for _, j := range jobs {
			if w != "" && (fits(j.Authority.ID) || fits(j.Dataset)) {
				found = append(found, j)
			}
		}
		if len(found) == 0 {
			continue
		}
		for _, j := range found {
			if way == len(ways)-1 && j.Authority.ID != found[0].Authority.ID {
				return nil, fmt.Errorf("%q can be several lists (%s): say which", word, datasets(found))
			}
		}
		return found, nil
	}
	var ids []string
	for _, j := range jobs {
		ids = append(ids, j.Authority.ID, j.Dataset)
	}
	hint := ""
	if near := lists.Nearest(w, ids); near != "" {
		hint = fmt.Sprintf(" Did you mean %s?", near)
	}
	return nil, fmt.Errorf("no list that can be fetched is called %q.%s There are: %s", word, hint, cmp.Or(datasets(jobs), "none"))
}

func datasets(jobs []Job) string {
	var ids []string
	for _, j := range jobs {
		ids = append(ids, j.Dataset)
	}
	return strings.Join(ids, ", ")
}

// parseAddress refuses what is no address on the web.
func parseAddress(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, final(fmt.Errorf("%q is no address: %w", address, err))
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, final(fmt.Errorf("%q is no address that can be fetched: it must begin with https:// or http://", address))
	}
	return u, nil
}

// public is an address without the password that may stand in it.
func public(u *url.URL) string {
	c := *u
	c.User = nil
	return c.String()
}
