// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One behaviour that the contract requires of every backend. Immutable. */
final class TckCase {
    private final Behaviour behaviour;
    private final Method method;

    /** The version of TLS to check the behaviour with; null if it does not matter. */
    private final @Nullable String protocol;

    /** Whether the peer's TLS records arrive one at a time. */
    private final boolean recordByRecord;

    private TckCase(Method method, @Nullable String protocol, boolean recordByRecord) {
        this.behaviour = method.getAnnotation(Behaviour.class);
        this.method = method;
        this.protocol = protocol;
        this.recordByRecord = recordByRecord;
    }

    static List<TckCase> of(Method method) {
        Behaviour behaviour = method.getAnnotation(Behaviour.class);
        if (behaviour == null) {
            return List.of();
        }
        List<TckCase> cases = new ArrayList<>();
        @Nullable
        String[] protocols = behaviour.eachTls() ? new String[] {"TLSv1.2", "TLSv1.3"} : new @Nullable String[] {null};
        for (@Nullable String protocol : protocols) {
            cases.add(new TckCase(method, protocol, false));
            if (behaviour.recordByRecord()) {
                cases.add(new TckCase(method, protocol, true));
            }
        }
        return cases;
    }

    /** {@return family and number, such as {@code DLR_04}; shared by the cases of one behaviour under two versions of TLS} */
    String id() {
        return behaviour.id();
    }

    /** {@return the family, such as {@code DLR}} */
    String family() {
        return id().substring(0, id().indexOf('_'));
    }

    /** {@return the rule that requires it} */
    Rule rule() {
        return behaviour.rule();
    }

    /** {@return whether the behaviour is required} */
    Level level() {
        return behaviour.level();
    }

    /** {@return id, obligation, rule and behaviour in one line} */
    String name() {
        return id() + " " + level().name().toLowerCase(Locale.ROOT) + " [" + rule() + "]: " + behaviour.title()
                + (protocol == null ? "" : " (" + protocol + ")")
                + (recordByRecord ? " (record by record)" : "");
    }

    /** {@return the likely place of the defect if a backend fails} */
    String hint() {
        return behaviour.hint();
    }

    /** {@return the capabilities that the case needs} */
    Set<Capability> needs() {
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        needs.addAll(List.of(behaviour.needs()));
        if (protocol != null) {
            needs.add(Capability.TLS);
        }
        return needs;
    }

    @Nullable
    String protocol() {
        return protocol;
    }

    boolean recordByRecord() {
        return recordByRecord;
    }

    void check(CaseContext kit) throws Throwable {
        try {
            method.invoke(null, kit);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Returns {@link #name}. */
    @Override
    public String toString() {
        return name();
    }
}
