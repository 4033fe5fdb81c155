namespace MultiAgentEdge.Actor
{
    /// <summary>Why a network was taken or refused, or how an inference ended.</summary>
    public enum ActorStatus : byte
    {
        Ok = 0,

        /// <summary>Inference before a network was taken.</summary>
        NotConfigured = 1,

        /// <summary>actor_layers is missing, not 2 to 5 numbers, or not whole numbers from 1 on.</summary>
        BadLayers = 2,

        /// <summary>A weight, bias or scale entry is missing.</summary>
        MissingEntry = 3,

        /// <summary>An entry has another shape than actor_layers asks for.</summary>
        BadShape = 4,

        /// <summary>An entry has a type that it must not have.</summary>
        BadType = 5,

        /// <summary>More weights or neurons than this network was built for.</summary>
        TooLarge = 6,

        /// <summary>actor_head is missing or unknown.</summary>
        UnknownHead = 7,

        /// <summary>An input is NaN or infinite; the output is unchanged.</summary>
        InputNotFinite = 8,

        /// <summary>A neuron overflowed; the output is unchanged.</summary>
        OutputNotFinite = 9,
    }
}
