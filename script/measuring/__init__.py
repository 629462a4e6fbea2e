"""What script/bench is made of. Not part of the running product."""
