namespace MultiAgentEdge.Actor
{
    /// <summary>Where one layer's numbers stand in the network's arrays.</summary>
    internal sealed class ActorLayer
    {
        public int Inputs;
        public int Outputs;

        /// <summary>Weights are i8 with <see cref="Scale"/>; otherwise f32.</summary>
        public bool IsQuantised;

        /// <summary>First weight of the rows that come eight at a time, in each of the eight arrays of the weights' type.</summary>
        public int TileAt;

        /// <summary>First weight of the last rows, fewer than eight, in the flat array of the weights' type.</summary>
        public int WeightAt;

        /// <summary>First bias, in the float array.</summary>
        public int BiasAt;

        /// <summary>First gain of the layer normalisation, in the float array, shifts after the gains; -1 without.</summary>
        public int NormAt;

        public float Scale;

#if NET
        public readonly ActorVectors Vectors = new ActorVectors();
#endif
    }
}
