package io.gsonfire;

/** The generated code imports it, and uses it for unions alone. */
public interface TypeSelector<T> {}
