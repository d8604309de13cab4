// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.internal.Spelling;
import java.io.File;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Advises how to install a missing backend: which artifact, module or service file is missing. */
final class MissingBackend {
    private MissingBackend() {}

    /** Returns the end of a sentence about a backend that is not installed; empty if there is no advice. */
    static String advice(String name, List<InstalledBackend> installed) {
        String providerClass = ProviderLookup.OURS.get(name);
        if (providerClass == null) {
            Set<String> names = new TreeSet<>(ProviderLookup.OURS.keySet());
            installed.stream().map(InstalledBackend::name).forEach(other -> {
                if (other != null) {
                    names.add(other);
                }
            });
            String meant = Spelling.closest(name, names);
            return meant == null ? "" : " (did you mean \"" + meant + "\"?)";
        }
        for (InstalledBackend other : installed) {
            if (other.providerClass().equals(providerClass)) {
                return ""; // the provider is found but cannot be used: its problem is the cause
            }
        }
        return " (" + remedy(name, providerClass) + ")";
    }

    /** Returns whether the provider's class can be loaded although no service file and no module names it. */
    static boolean isUnlisted(String name) {
        String providerClass = ProviderLookup.OURS.get(name);
        return providerClass != null
                && (isLoadable(providerClass, Thread.currentThread().getContextClassLoader())
                        || isLoadable(providerClass, MissingBackend.class.getClassLoader()));
    }

    private static String remedy(String name, String providerClass) {
        String module = providerClass.substring(0, providerClass.lastIndexOf('.'));
        if (isUnlisted(name)) {
            return "its class " + providerClass + " is present, but " + ProviderLookup.SERVICE_FILE
                    + " does not name it: a jar that is merged from others needs their service files merged, by"
                    + " ServicesResourceTransformer of the Maven Shade Plugin or mergeServiceFiles() of Gradle Shadow";
        }
        if (isObservable(module)) {
            return "the module " + module + " is present, but is not resolved: run java with --add-modules " + module;
        }
        if (isInImage(NetworkBackend.class.getModule())) {
            return "this runtime image was linked without the module " + module + ": run jlink with --add-modules "
                    + module;
        }
        String artifact = "add io.netbackends:netbackends-" + name + " to the ";
        return NetworkBackend.class.getModule().isNamed()
                ? artifact + "module path, the module " + module
                : artifact + "class path";
    }

    private static boolean isLoadable(String className, @Nullable ClassLoader loader) {
        try {
            return NetworkBackendProvider.class.isAssignableFrom(Class.forName(className, false, loader));
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            return false; // the reason does not matter for the advice
        }
    }

    private static boolean isObservable(String module) {
        if (ModuleFinder.ofSystem().find(module).isPresent()) {
            return true;
        }
        String path = System.getProperty("jdk.module.path", "");
        try {
            Path[] entries = Stream.of(path.split(File.pathSeparator))
                    .filter(entry -> !entry.isEmpty())
                    .map(Path::of)
                    .toArray(Path[]::new);
            return ModuleFinder.of(entries).find(module).isPresent();
        } catch (FindException | InvalidPathException e) {
            return false;
        }
    }

    private static boolean isInImage(Module module) {
        return module.isNamed()
                && ModuleFinder.ofSystem().find(module.getName()).isPresent();
    }
}
