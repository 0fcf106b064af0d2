"""Is what `wfc check` says true? Specs that pass never fail by themselves, and broken ones do not pass."""
