// SPDX-License-Identifier: Apache-2.0
/** A backend around any other one that shows or keeps what passes through its streams. */
@SuppressWarnings("module") // the module exported to is not there when this one is compiled
module io.netbackends.recording {
    requires transitive io.netbackends;
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends.recording;
    exports io.netbackends.recording.format;
    exports io.netbackends.recording.internal to
            io.netbackends.replay;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.recording.RecordingBackendProvider;
}
