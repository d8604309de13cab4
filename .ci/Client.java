// SPDX-License-Identifier: Apache-2.0
import java.io.InputStream;
import java.net.URL;

/** A client that knows nothing of netbackends: gets a URL once, or, with a second argument, until the process is ended. */
public class Client {
    public static void main(String[] arguments) throws Exception {
        System.setProperty("http.keepAlive", "false"); // an agent sees connections made after it was attached
        do {
            try (InputStream in = new URL(arguments[0]).openStream()) {
                in.readAllBytes();
            }
            Thread.sleep(100);
        } while (arguments.length > 1);
    }
}
