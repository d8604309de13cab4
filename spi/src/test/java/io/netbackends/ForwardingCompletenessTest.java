// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forwarding classes must forward each new method of an interface. */
class ForwardingCompletenessTest {
    /** Methods that call primitives, and so must not be forwarded themselves: a decorator would miss the calls. */
    private static final Set<String> CONVENIENCES = Set.of(
            "read()",
            "read(int)",
            "write(byte[])",
            "startTls(SSLContext,String)",
            "getExtraInfo(ExtraInfo)",
            "inputStream()",
            "outputStream()");

    @Test
    void theForwardingStreamOverridesEveryMethodButTheConveniences() {
        assertThat(methodsOf(NetworkStreamInterface.class)).containsAll(CONVENIENCES);
        assertThat(declaredBy(ForwardingNetworkStream.class))
                .containsAll(without(CONVENIENCES, methodsOf(NetworkStreamInterface.class)))
                .doesNotContainAnyElementsOf(CONVENIENCES);
    }

    @ParameterizedTest
    @ValueSource(classes = {ForwardingNetworkBackend.class, NetworkBackend.class})
    void theForwardingBackendsOverrideEveryMethod(Class<?> forwarding) {
        assertThat(declaredBy(forwarding)).containsAll(methodsOf(NetworkBackendInterface.class));
    }

    @Test
    void theListenerOfAForwardingBackendOverridesEveryMethod() throws Exception {
        Class<?> listener = Class.forName(ForwardingNetworkBackend.class.getName() + "$DecoratedListener");
        assertThat(declaredBy(listener)).containsAll(methodsOf(NetworkListenerInterface.class));
    }

    private static Set<String> methodsOf(Class<?> interfaceType) {
        return Arrays.stream(interfaceType.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(ForwardingCompletenessTest::signature)
                .collect(Collectors.toSet());
    }

    private static Set<String> declaredBy(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(ForwardingCompletenessTest::signature)
                .collect(Collectors.toSet());
    }

    private static Set<String> without(Set<String> some, Set<String> all) {
        return all.stream().filter(signature -> !some.contains(signature)).collect(Collectors.toSet());
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }
}
