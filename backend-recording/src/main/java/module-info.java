// SPDX-License-Identifier: Apache-2.0
/** A backend that wraps any other backend and shows or saves the bytes of its streams. */
@SuppressWarnings("module") // the module named in the export is compiled later
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
