// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Returns the versions of this command and of Java, which problem reports need. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "netbackends " + Objects.requireNonNullElse(version, "(unpackaged)"),
            "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
        };
    }
}
