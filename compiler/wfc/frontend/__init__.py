"""From a spec file to the surface IR: loading, finding lambdas, reading models."""
