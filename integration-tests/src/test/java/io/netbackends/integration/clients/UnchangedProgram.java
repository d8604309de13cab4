// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/**
 * A program unaware of this project: fetches a URL with a token, and ends with the length of the response as its exit code.
 */
final class UnchangedProgram {
    private UnchangedProgram() {}

    public static void main(String[] args) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(args[0]).openConnection();
        connection.setRequestProperty("Authorization", "Bearer sesame");
        System.exit(connection.getInputStream().readAllBytes().length);
    }
}
