// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Collects the cases of all families. */
final class CaseRegistry {
    private static final List<Class<?>> FAMILIES = List.of(
            TransferCases.class,
            BufferCases.class,
            EndOfStreamCases.class,
            BrokenConnectionCases.class,
            ReadDeadlineCases.class,
            WriteDeadlineCases.class,
            IdleCases.class,
            ConnectCases.class,
            LookupCases.class,
            RequestCases.class,
            TimeoutCases.class,
            CloseCases.class,
            AbortCases.class,
            ShutdownInputCases.class,
            AvailableCases.class,
            OptionCases.class,
            InterruptCases.class,
            ConcurrencyCases.class,
            HammerCases.class,
            ListenerCases.class,
            HandshakeDeadlineCases.class,
            TlsUpgradeCases.class,
            TlsTransferCases.class,
            TlsEndCases.class,
            TlsGoodbyeCases.class,
            TlsFailureCases.class,
            ExtraInfoCases.class,
            ErrorCases.class,
            MisuseCases.class,
            AsyncCancelCases.class,
            AsyncDeadlineCases.class,
            AsyncCallCases.class,
            AsyncWriteCases.class,
            AsyncTlsCases.class,
            AsyncLoopCases.class);

    /** The cases that are checked in a separate JVM. */
    private static final List<Class<?>> LEAK_FAMILIES =
            List.of(LeakCases.class, MemoryLeakCases.class, AsyncLeakCases.class);

    private static final List<TckCase> CASES = cases(FAMILIES);
    private static final List<TckCase> LEAKS = cases(LEAK_FAMILIES);

    private CaseRegistry() {}

    static List<TckCase> cases() {
        return CASES;
    }

    static List<TckCase> leaks() {
        return LEAKS;
    }

    private static List<TckCase> cases(List<Class<?>> families) {
        return families.stream()
                .flatMap(CaseRegistry::cases)
                .flatMap(method -> TckCase.of(method).stream())
                .toList();
    }

    private static Stream<Method> cases(Class<?> family) {
        return Arrays.stream(family.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Behaviour.class))
                .sorted(Comparator.comparing(
                        method -> method.getAnnotation(Behaviour.class).id()));
    }
}
