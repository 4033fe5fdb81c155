namespace MultiAgentEdge.Host.Fleet;

/// <summary>The text that <c>mae new</c> writes: the defaults, each with a comment.</summary>
public static class FleetTemplate
{
    public static string For(string fleet) => $$"""
        # A fleet for MultiAgentEdge. Every key is optional; these are the defaults: the example of paper S1, section IV.
        # The unit of a number stands in its key. Try it: mae run formation --fleet fleet.yaml
        fleet: {{fleet}}             # a-z, 0-9 and -: part of every MQTT topic

        # Leave host away and mae starts a broker of its own on a free loopback port.
        broker:
          # host: 192.168.1.10                # or broker.lan:1883, "[fe80::1]:1883", mqtt://broker.lan, mqtts://broker.lan (TLS)
          # port: 1883
          # user: host
          # password_file: broker.password   # first line of this file; readable by you alone (chmod 600), and out of version control
          # ca_file: ca.pem                   # turns TLS on; mqtts:// without it trusts what this machine trusts

        # key_file: fleet.key      # signs parameter sets (openssl rand -hex 32, mode 600); rovers with a key take no others
        # security: lab-security   # user, password_file, ca_file and key_file at once: mae fleet secure makes it and writes this line

        # serve: coverage --policy RUN   # what mae serve drives: a mission and options of its mae run; without it the formation below

        period_s: 0.25           # control period of every rover
        horizon: 10              # MPC stages
        rounds_per_period: 2     # a round: every rover broadcasts its plan once
        negotiation: admm        # admm, newton, fista or subgradient
        seed: 1                  # of every random number in simulation

        rovers:                  # many of a kind at once: name: rover-[001-100], with start: { step_x_m: 0.6 }
          - name: rover-1
            body: linear         # linear: the plant below; rover: differential drive through the real drivers
            reference_m: 0       # where its own cost draws it to
            position_min_m: 0
            position_max_m: 0.5
            # start: { x_m: 0, y_m: 0, heading_rad: 0 }   # where you put it down for run coverage --broker; needs body: rover
            plant: { a: [0.9, 0.35, 0, 1.1], b: [0.0813, 0.2], disturbance_min: -0.1, disturbance_max: 0 }
          - name: rover-2
            body: linear
            reference_m: 2
            position_min_m: 0
            position_max_m: 2.5
            plant: { a: [0.91, 0.33, 0, 0.98], b: [0.0611, 0.23] }
          - name: rover-3
            body: linear
            reference_m: -2
            position_min_m: -2.5
            position_max_m: 0
            plant: { a: [0.88, 0.3, 0, 1.1], b: [0.0837, 0.21] }

        # What stands on the floor, for missions in the plane: rovers keep clear of it.
        # plane:
        #   bounds_m: [-3, -3, 3, 3]
        #   obstacles: [{ x_m: 1, y_m: 0.5, radius_m: 0.2, name: table leg }]
        #   walls: [{ from_m: [0, 1], to_m: [2, 1] }]

        # Position of "from" minus position of "to".
        formation:
          distances:
            - { from: rover-1, to: rover-2, distance_m: -2 }
            - { from: rover-1, to: rover-3, distance_m: 2 }
            - { from: rover-2, to: rover-3, distance_m: 4 }

        """;
}
