package bis

import "strings"

// source is one of the lists that the Consolidated Screening List joins.
type source struct {
	short     string // "EL"
	title     string // "Entity List (EL)"
	authority string
	topics    []string
	known     bool
}

const (
	commerce = "Bureau of Industry and Security"
	state    = "State Department"
	treasury = "Treasury Department"
)

func (s source) isOFAC() bool { return s.authority == treasury }

// titles of the lists by the letters that the files of before 2019 name them
// with.
func titleOf(short string) (title, authority string) {
	switch short {
	case "DPL":
		return "Denied Persons List (DPL)", commerce
	case "EL":
		return "Entity List (EL)", commerce
	case "UVL":
		return "Unverified List (UVL)", commerce
	case "MEU":
		return "Military End User (MEU) List", commerce
	case "DTC":
		return "ITAR Debarred (DTC)", state
	case "ISN":
		return "Nonproliferation Sanctions (ISN)", state
	case "SDN":
		return "Specially Designated Nationals (SDN)", treasury
	case "FSE":
		return "Foreign Sanctions Evaders (FSE)", treasury
	case "SSI":
		return "Sectoral Sanctions Identifications List (SSI)", treasury
	case "PLC":
		return "Palestinian Legislative Council List (PLC)", treasury
	case "CAP":
		return "Capta List (CAP)", treasury
	case "MBS":
		return "Non-SDN Menu-Based Sanctions List (NS-MBS List)", treasury
	case "CMIC":
		return "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC)", treasury
	}
	return "", ""
}

// sourceOf reads "Entity List (EL) - Bureau of Industry and Security", or "EL".
func sourceOf(text string) source {
	s := source{short: text, title: text}
	if i := strings.LastIndex(text, " - "); i > 0 {
		s.title, s.authority = text[:i], text[i+3:]
		s.short = s.title
		if open := strings.LastIndexByte(s.title, '('); open >= 0 {
			s.short, _, _ = strings.Cut(s.title[open+1:], ")")
		}
	} else if title, authority := titleOf(text); title != "" {
		s.title, s.authority = title, authority
	}
	s.known = true
	switch {
	case s.short == "DTC":
		s.topics = []string{"export.control", "debarment"}
	case s.authority == state, s.authority == treasury:
		s.topics = []string{"sanction"}
	case s.authority == commerce:
		s.topics = []string{"export.control"}
	default:
		s.known = false
		s.topics = []string{"export.control"}
		if s.authority == "" {
			s.authority = text
		}
	}
	return s
}
