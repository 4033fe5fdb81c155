namespace MultiAgentEdge.Programs
{
    /// <summary>What a program image is for. Values are part of its header.</summary>
    public enum BoardKind : byte
    {
        None = 0,

        /// <summary>nanoFramework: assemblies as its metadata processor makes them (.pe), each after those that it refers to.</summary>
        Nano = 1,

        /// <summary>A publish folder, packed as one .zip.</summary>
        RaspberryPi = 2,

        /// <summary>How a simulated board shall behave, as one word.</summary>
        Simulated = 3,
    }
}
