// SPDX-License-Identifier: Apache-2.0
/** A backend around any other one that tells JDK Flight Recorder what its connections do. */
module io.netbackends.jfr {
    requires transitive io.netbackends;
    requires jdk.jfr;
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends.jfr;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.jfr.JfrBackendProvider;
}
