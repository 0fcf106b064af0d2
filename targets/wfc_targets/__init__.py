"""The built-in targets, one folder each; `wfc` finds them through the `wfc.targets` entry points, never by import."""
