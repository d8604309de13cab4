// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

/**
 * Tells whether JDK Flight Recorder is available: runtime images may lack it, and only the module {@code io.netbackends.jfr}
 * requires it.
 */
public final class FlightRecorderModule {
    private FlightRecorderModule() {}

    /** Returns whether a class of the module may use {@code jdk.jfr}. */
    public static boolean isReadableBy(Module module) {
        return ModuleLayer.boot().findModule("jdk.jfr").filter(module::canRead).isPresent();
    }
}
