package io.gsonfire;

import com.google.gson.GsonBuilder;

/** As much of gson-fire, which Debian does not have, as the generated code calls. */
public class GsonFireBuilder {
    public GsonBuilder createGsonBuilder() {
        return new GsonBuilder();
    }
}
