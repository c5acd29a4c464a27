"""What whoever has a release could work out of it: tried before anybody else can."""
