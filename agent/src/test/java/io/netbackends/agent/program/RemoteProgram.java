// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent.program;

import java.lang.management.ManagementFactory;
import java.rmi.NotBoundException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.util.Map;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;

/** RMI, and JMX over it, with client and server in one JVM. */
final class RemoteProgram {
    private RemoteProgram() {}

    /** Something to call. */
    public interface Greeter extends Remote {
        /** Greets. */
        String greet(String name) throws RemoteException;
    }

    static void run() {
        Outcomes.show("rmi", RemoteProgram::rmi);
        Outcomes.show("jmx", RemoteProgram::jmx);
    }

    private static String rmi() throws RemoteException, NotBoundException {
        Greeter greeter = name -> "hello " + name;
        Registry registry = LocateRegistry.createRegistry(0);
        int port = Integer.parseInt(registry.toString().replaceAll("(?s).*?:(\\d+)\\].*", "$1"));
        registry.rebind("greeter", UnicastRemoteObject.exportObject(greeter, 0));
        try {
            return ((Greeter) LocateRegistry.getRegistry("localhost", port).lookup("greeter")).greet("rmi");
        } finally {
            UnicastRemoteObject.unexportObject(greeter, true);
            UnicastRemoteObject.unexportObject(registry, true);
        }
    }

    private static Object jmx() throws Exception {
        JMXConnectorServer server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://"), Map.of(), ManagementFactory.getPlatformMBeanServer());
        server.start();
        try (JMXConnector connector = JMXConnectorFactory.connect(server.getAddress())) {
            return connector
                    .getMBeanServerConnection()
                    .getAttribute(new ObjectName("java.lang:type=Runtime"), "SpecName");
        } finally {
            server.stop();
        }
    }
}
