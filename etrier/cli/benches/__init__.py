"""The benches of `etrier bench`: one module each, with `bench(quick) -> Report`, loaded when called."""
