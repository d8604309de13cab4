// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.security.Provider;
import java.security.Security;

/**
 * Inserts a provider before all others without loading them. {@link Security#insertProviderAt} would load them all, which
 * takes longer than the rest of the agent; setting a security property would initialize the program's logging too early.
 */
final class ProviderFront {
    /** Must be open to this module. */
    static final String PACKAGE = "sun.security.jca";

    private ProviderFront() {}

    @SuppressWarnings("LockOnNonEnclosingClassLiteral") // insertProviderAt holds this monitor as well
    static void insert(Provider provider) {
        synchronized (Security.class) {
            try {
                insertUnloaded(provider);
            } catch (ReflectiveOperationException e) { // another JDK
                Security.insertProviderAt(provider, 1);
            }
        }
    }

    private static void insertUnloaded(Provider provider) throws ReflectiveOperationException {
        Field current = field(Class.forName(PACKAGE + ".Providers"), "providerList");
        Object list = current.get(null);
        Object configs = field(list.getClass(), "configs").get(list);
        int length = Array.getLength(configs);
        Class<?> configType = configs.getClass().getComponentType();
        Object changed = Array.newInstance(configType, length + 1);
        Array.set(changed, 0, constructor(configType, Provider.class).newInstance(provider));
        System.arraycopy(configs, 0, changed, 1, length);
        boolean allLoaded = field(list.getClass(), "allLoaded").getBoolean(list);
        current.set(
                null,
                constructor(list.getClass(), configs.getClass(), boolean.class).newInstance(changed, allLoaded));
    }

    private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static Constructor<?> constructor(Class<?> type, Class<?>... parameters)
            throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return constructor;
    }
}
