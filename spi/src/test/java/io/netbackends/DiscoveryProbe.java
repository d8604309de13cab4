// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.internal.NetworkFutures;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Main class of child JVMs: runs the commands in its arguments and prints the outcome of each; see {@link Discovery}. */
final class DiscoveryProbe {
    private DiscoveryProbe() {}

    public static void main(String[] args) throws IOException {
        for (String arg : args) {
            if (arg.equals("default")) {
                System.out.println(outcome(NetworkBackend::new));
            } else if (arg.equals("installed")) {
                System.out.println(installed());
            } else if (arg.startsWith("context ")) {
                Thread.currentThread().setContextClassLoader(loader(arg.substring("context ".length())));
            } else if (arg.equals("async installed")) {
                NetworkBackend.installed().forEach(b -> System.out.println(b.name() + ": " + b.async()));
            } else if (arg.equals("async default")) {
                System.out.println(asyncOutcome(AsyncNetworkBackend::new));
            } else if (arg.startsWith("async ")) {
                System.out.println(asyncOutcome(() -> AsyncNetworkBackend.named(arg.substring("async ".length()))));
            } else {
                System.out.println(outcome(() -> NetworkBackend.named(arg)));
            }
        }
    }

    /** No loader, one that throws, one that adds nothing to its parent, or one that finds services only in a jar. */
    private static ClassLoader loader(String nullOrChildOrJar) throws IOException {
        ClassLoader parent = NetworkBackend.class.getClassLoader();
        return switch (nullOrChildOrJar) {
            case "null" -> null;
            case "throwing resources" ->
                new URLClassLoader(new URL[0], parent) {
                    @Override
                    public Enumeration<URL> getResources(String name) {
                        throw new IllegalStateException("this loader is closed");
                    }
                };
            case "throwing classes" ->
                new URLClassLoader(new URL[0], parent) {
                    @Override
                    public Class<?> loadClass(String name) {
                        throw new IllegalStateException("this loader is closed");
                    }
                };
            case "child" -> new URLClassLoader(new URL[0], parent);
            default ->
                new URLClassLoader(new URL[] {URI.create(nullOrChildOrJar).toURL()}, parent) {
                    @Override
                    public Enumeration<URL> getResources(String name) throws IOException {
                        return findResources(name);
                    }
                };
        };
    }

    /** Prints a line for each backend: name, class, location, problem. */
    private static String installed() {
        return NetworkBackend.installed().stream()
                .map(backend -> String.join(
                        "|",
                        String.valueOf(backend.name()),
                        backend.providerClass(),
                        String.valueOf(backend.location()),
                        chain(backend.problem())))
                .collect(Collectors.joining("\n", "", "\n."));
    }

    /** The backends made for the tests fail each connect with their names. */
    private static String outcome(Supplier<NetworkBackend> create) {
        try {
            NetworkBackend backend = create.get();
            return backend.name() + " = " + whoConnects(backend);
        } catch (RuntimeException e) {
            return chain(e);
        }
    }

    private static String whoConnects(NetworkBackend backend) {
        try {
            return String.valueOf(backend.connect("host", 1));
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static String asyncOutcome(Supplier<AsyncNetworkBackend> create) {
        try {
            AsyncNetworkBackend backend = create.get();
            return backend + " = "
                    + backend.connect("host", 1)
                            .handle((stream, failure) ->
                                    NetworkFutures.cause(failure).getMessage())
                            .join();
        } catch (RuntimeException e) {
            return chain(e);
        }
    }

    private static String chain(Throwable failure) {
        if (failure == null) {
            return "";
        }
        String text = failure.toString().replace("\n", "\\n");
        String suppressed = Arrays.stream(failure.getSuppressed())
                .map(s -> " & " + chain(s))
                .collect(Collectors.joining());
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure.getCause(); cause != null && seen.add(cause); cause = cause.getCause()) {
            text += " <- " + cause.toString().replace("\n", "\\n");
        }
        return text + suppressed;
    }
}
