// SPDX-License-Identifier: Apache-2.0
/** A backend that wraps any other backend and reports its connections to JDK Flight Recorder. */
module io.netbackends.jfr {
    requires transitive io.netbackends;
    requires jdk.jfr;
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends.jfr;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.jfr.JfrBackendProvider;
}
