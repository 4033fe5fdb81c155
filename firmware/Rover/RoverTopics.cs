namespace MultiAgentEdge.Firmware
{
    /// <summary>The topics of one rover.</summary>
    public sealed class RoverTopics
    {
        public const string Root = "mae/1/";

        /// <summary>End of every rover's state topic.</summary>
        public const string StateLeaf = "/state";

        /// <summary>End of every rover's motion topic.</summary>
        public const string MotionLeaf = "/motion";

        public RoverTopics(string fleet, string rover)
        {
            string prefix = Root + fleet + "/" + rover + "/";
            FleetPrefix = Root + fleet + "/";
            OwnPrefix = prefix;
            State = prefix + "state";
            Motion = prefix + "motion";
            Info = prefix + "info";
            Telemetry = prefix + "tele";
            Plan = prefix + "plan";
            Dual = prefix + "dual";
            Command = prefix + "cmd";
            Pose = prefix + "pose";
            Acknowledge = prefix + "ack";
            Desired = prefix + "param/desired";
            Chunk = prefix + "param/chunk";
            Reported = prefix + "param/reported";
        }

        public readonly string FleetPrefix;

        public readonly string OwnPrefix;

        /// <summary>Filter for the states of the whole fleet; made when asked for, as only some missions do.</summary>
        public string EveryState
        {
            get { return FleetPrefix + "+" + StateLeaf; }
        }

        /// <summary>Filter for the motions of the whole fleet, the own one too; likewise.</summary>
        public string EveryMotion
        {
            get { return FleetPrefix + "+" + MotionLeaf; }
        }

        public readonly string State;

        public readonly string Motion;

        public readonly string Info;

        public readonly string Telemetry;

        public readonly string Plan;

        public readonly string Dual;

        public readonly string Command;

        /// <summary>Where a tracker sees this rover.</summary>
        public readonly string Pose;

        public readonly string Acknowledge;

        public readonly string Desired;

        public readonly string Chunk;

        public readonly string Reported;
    }
}
