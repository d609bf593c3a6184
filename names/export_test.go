package names

// LoadGroups reads the groups as their first use does.
func LoadGroups() { mustReadGroups() }
