// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent.program;

import java.net.Socket;
import java.nio.file.Path;

/** Runs all parts; at the end sets a SocketImplFactory, which an agent must not prevent. */
final class AllParts {
    private AllParts() {}

    @SuppressWarnings("deprecation") // old programs call setSocketImplFactory
    public static void main(String[] args) throws Exception {
        PlainProgram.run();
        TlsProgram.run(Path.of(args[0]));
        RemoteProgram.run();
        Socket.setSocketImplFactory(null);
        Socket.setSocketImplFactory(() -> {
            throw new IllegalStateException("the program's own factory");
        });
        Outcomes.show("own factory", () -> new Socket().getSoTimeout());
        Outcomes.show("second factory", () -> {
            Socket.setSocketImplFactory(() -> null);
            return null;
        });
        System.exit(0); // RMI leaves threads
    }
}
