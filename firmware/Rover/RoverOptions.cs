using MultiAgentEdge.Parameters;
using MultiAgentEdge.Security;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>What an entry point tells the agent about itself. Nothing here comes by push.</summary>
    public sealed class RoverOptions
    {
        /// <summary>Periods of silence after which a driving rover gives up a connection that claims to be there.</summary>
        public const int RenewLinkPeriods = 20;

        /// <summary>Largest change of an input in one period on a board, in the input's own units: a full reversal of the formation's input
        /// takes four periods.</summary>
        public const double BoardInputRatePerPeriod = 0.5;

        /// <summary>Of the recommended parts: the disc around the axle's middle that holds the body at every heading, m.</summary>
        public const double UsualBodyRadiusM = 0.1;

        /// <summary>The fleet of those that belong to nobody.</summary>
        public const string UnownedFleet = "provisioning";

        /// <summary>Longest text of settings by which one of those is adopted, bytes.</summary>
        public const int SealedTextBytes = 1088;

        /// <summary>Fleet name, [a-z0-9-].</summary>
        public string Fleet = "fleet";

        /// <summary>Rover name, [a-z0-9-].</summary>
        public string Name = "rover-1";

        /// <summary>Control period until parameters say otherwise, microseconds; above zero.</summary>
        public long PeriodUs = 250000;

        /// <summary>Share of the period after which the rover acts with what it has, (0, 1].</summary>
        public double ActShare = 0.6;

        /// <summary>Grows by at least one at every boot: the epoch of the frames this rover sends.</summary>
        public uint BootCount = 1;

        /// <summary>False where <see cref="BootCount"/> could not be kept: the rover says so.</summary>
        public bool IsBootCountStored = true;

        /// <summary>Tells this life of the rover from its others and from another rover of its name; random where the platform can, 0: made
        /// of boot count, name and the time of the first connection.</summary>
        public uint Instance;

        /// <summary>Password at the broker; null: none. The client id is made with it, so that nobody without it can take this rover's
        /// connection.</summary>
        public string BrokerPassword;

        /// <summary>Seed of the reconnection jitter; differs from rover to rover.</summary>
        public uint Seed = 1;

        /// <summary>Largest parameter set taken, bytes.</summary>
        public int ParameterBytes = 16384;

        /// <summary>Longest message taken, bytes; 0 for as long as a parameter set. On a board with little memory
        /// <see cref="LeastMessageBytes"/>.</summary>
        public int MessageBytes;

        /// <summary>Longest state vector of any mission.</summary>
        public int StateCapacity = 8;

        /// <summary>Longest input vector of any mission.</summary>
        public int InputCapacity = 4;

        /// <summary>Longest price or plan vector: stages times coupling outputs.</summary>
        public int CouplingCapacity = 64;

        /// <summary>Most other rovers that one can keep in sight: those heard last take the place of those silent longest. 0 for a rover
        /// that takes no coverage set.</summary>
        public int NeighbourCapacity = 16;

        /// <summary>Of the disc around the axle's middle that holds the body, m: others keep clear of it, and it of them. 0: the rover
        /// keeps clear of nobody.</summary>
        public double BodyRadiusM;

        /// <summary>Numbers in a plan's sensitivity, which the Newton mode sends: 0 for none, -1 for the square of the coupling
        /// capacity.</summary>
        public int SensitivityCapacity = -1;

        /// <summary>Largest plausible magnitude of any state component; above it a reading is a sensor fault.</summary>
        public double StateLimit = 1000.0;

        /// <summary>Unchanged readings, while driven, that make a sensor stuck.</summary>
        public int StuckPeriods = 4;

        /// <summary>Predicted motion in one period, in the state's own units, below which an unchanged reading is plausible.</summary>
        public double MotionThreshold = 1e-3;

        /// <summary>Largest change of an input in one period; 1e30 is unlimited.</summary>
        public double InputRatePerPeriod = 1e30;

        /// <summary>Supply voltage below which the rover drives slowly, V; counts only where there is a battery to read.</summary>
        public double LowBatteryV = 6.6;

        /// <summary>Supply voltage below which the rover stops, V.</summary>
        public double CriticalBatteryV = 6.0;

        /// <summary>32 bytes shared with the host, provisioned to this rover alone; never on the wire, never logged. Null takes unsigned
        /// parameter sets, commands and prices: a demonstration on loopback, not a fleet.</summary>
        public byte[] ParameterKey;

        /// <summary>Missions beyond those that every rover knows; null: none.</summary>
        public IControllerMaker[] OwnMissions;

        /// <summary>The longest of what is said to a rover: a chunk of a set, its own info come back, or prices. Chunks of a program are
        /// the loader's.</summary>
        public static int LeastMessageBytes(int couplingCapacity, int inputCapacity)
        {
            int chunk = ChunkFrame.BytesFor(ParameterStore.UsualChunkBytes);
            int dual = DualFrame.BytesFor(couplingCapacity, inputCapacity, true);
            return FrameCodec.OverheadBytes + SessionTag.TagBytes + (chunk > dual ? chunk : dual);
        }

        /// <summary>Bytes of the buffer for a message.</summary>
        public int MessageBufferBytes
        {
            get { return MessageBytes > 0 ? MessageBytes : ParameterBytes; }
        }

        /// <summary>Numbers of the buffer for a sensitivity.</summary>
        public int SensitivityBufferCount
        {
            get { return SensitivityCapacity >= 0 ? SensitivityCapacity : CouplingCapacity * CouplingCapacity; }
        }

        /// <summary>Firmware version, as reported in info.</summary>
        public string FirmwareVersion = "0.1.0";
    }
}
