// SPDX-License-Identifier: Apache-2.0
/** A backend that wraps any other backend and injects faults, to test how a program handles them. */
module io.netbackends.faults {
    requires transitive io.netbackends;
    requires static com.google.auto.service;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports io.netbackends.faults;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.faults.FaultyBackendProvider;
}
