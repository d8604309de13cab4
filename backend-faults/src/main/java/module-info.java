// SPDX-License-Identifier: Apache-2.0
/** A backend around any other one that injects faults, for tests of what a program does about them. */
module io.netbackends.faults {
    requires transitive io.netbackends;
    requires static com.google.auto.service;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports io.netbackends.faults;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.faults.FaultyBackendProvider;
}
