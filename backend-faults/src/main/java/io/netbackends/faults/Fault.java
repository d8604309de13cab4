// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

/**
 * A fault: its effect, and the connections and the time to which it applies. Immutable. Created with {@link Faults#on}, and
 * in effect while it belongs to the {@link Faults} of a backend. Compared by identity.
 */
public final class Fault {
    private final FaultConditions conditions;
    private final Effect effect;

    Fault(FaultConditions conditions, Effect effect) {
        this.conditions = conditions;
        this.effect = effect;
    }

    FaultConditions conditions() {
        return conditions;
    }

    Effect effect() {
        return effect;
    }

    /** Returns, for instance, {@code reset after 1000 bytes read (db:5432)}. */
    @Override
    public String toString() {
        return effect + " (" + conditions + ")";
    }
}
