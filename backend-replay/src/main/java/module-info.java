// SPDX-License-Identifier: Apache-2.0
/** Reads recordings, and replays them without a network: the backend {@code replay}. */
module io.netbackends.replay {
    requires transitive io.netbackends;
    requires transitive io.netbackends.recording;
    requires com.fasterxml.jackson.core;
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends.replay;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.replay.ReplayBackendProvider;
}
