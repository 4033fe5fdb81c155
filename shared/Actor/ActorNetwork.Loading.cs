using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Actor
{
    // From a parameter set to weights that lie as they are read.
    public sealed partial class ActorNetwork
    {
        private ActorStatus Check(ParameterSet set, int sizes, int layers)
        {
            long floats = 0;
            long bytes = 0;
            for (int k = 0; k <= layers; k++)
            {
                double size = set.GetDouble(sizes, k);
                if (!(size >= 1 && size <= 65535) || size != (int)size)
                    return ActorStatus.BadLayers;
                if (size > _current.Length - SpareRows)
                    return ActorStatus.TooLarge;
            }

            for (int k = 0; k < layers; k++)
            {
                int inputs = (int)set.GetDouble(sizes, k);
                int outputs = (int)set.GetDouble(sizes, k + 1);
                int weight = set.Find(ParameterId.ActorWeight(k));
                int bias = set.Find(ParameterId.ActorBias(k));
                int norm = set.Find(ParameterId.ActorLayerNorm(k));
                if (weight < 0 || bias < 0)
                    return ActorStatus.MissingEntry;
                if (!IsMatrix(set, weight, outputs, inputs) || set.Rank(bias) != 1 || set.Dim(bias, 0) != outputs)
                    return ActorStatus.BadShape;
                if (set.TypeOf(weight) == ParameterType.F64 || set.TypeOf(bias) != ParameterType.F32)
                    return ActorStatus.BadType;
                if (norm >= 0 && (k == layers - 1 || !IsMatrix(set, norm, 2, outputs)))
                    return ActorStatus.BadShape;
                if (norm >= 0 && set.TypeOf(norm) != ParameterType.F32)
                    return ActorStatus.BadType;
                bool quantised = set.TypeOf(weight) == ParameterType.I8;
                int scale = set.Find(ParameterId.ActorScale(k));
                if (quantised && scale < 0)
                    return ActorStatus.MissingEntry;
                if (scale >= 0 && (!quantised || set.TypeOf(scale) != ParameterType.F32))
                    return ActorStatus.BadType;
                if (scale >= 0 && set.Count(scale) != 1)
                    return ActorStatus.BadShape;
                if (quantised)
                    bytes += set.Count(weight);
                else
                    floats += set.Count(weight);
                floats += outputs + (norm >= 0 ? 2 * outputs : 0);
            }

            return floats <= _floatCapacity && bytes <= _int8Capacity ? ActorStatus.Ok : ActorStatus.TooLarge;
        }

        private void Copy(ParameterSet set, int sizes)
        {
            for (int k = 0; k < _layerCount; k++)
            {
                ActorLayer layer = _layers[k];
                layer.Inputs = (int)set.GetDouble(sizes, k);
                layer.Outputs = (int)set.GetDouble(sizes, k + 1);
                layer.IsQuantised = set.TypeOf(set.Find(ParameterId.ActorWeight(k))) == ParameterType.I8;
            }

            MakeRoom(set);
            int floatAt = 0;
            int byteAt = 0;
            int tileAt = 0;
            int int8TileAt = 0;
            for (int k = 0; k < _layerCount; k++)
            {
                ActorLayer layer = _layers[k];
                int weight = set.Find(ParameterId.ActorWeight(k));
                int tiled = TiledRows(layer.Outputs);
                int perTile = layer.Inputs * tiled / TileRows;
                layer.TileAt = layer.IsQuantised ? int8TileAt : tileAt;
                layer.WeightAt = layer.IsQuantised ? byteAt : floatAt;
                for (int row = 0; row < layer.Outputs; row++)
                {
                    int from = row * layer.Inputs;
                    int lane = row % TileRows;
                    int to = row < tiled ? layer.TileAt + (row / TileRows * layer.Inputs) : layer.WeightAt + ((row - tiled) * layer.Inputs);
                    if (layer.IsQuantised)
                        CopyRow(set, weight, from, row < tiled ? _int8Tiles[lane] : _bytes, to, layer.Inputs);
                    else
                        CopyRow(set, weight, from, row < tiled ? _tiles[lane] : _floats, to, layer.Inputs);
                }

                int rest = tiled > layer.Outputs ? 0 : (layer.Outputs - tiled) * layer.Inputs;
                if (layer.IsQuantised)
                {
                    int8TileAt += perTile;
                    byteAt += rest;
                    set.TryCopy(ParameterId.ActorScale(k), _scale, 1);
                    layer.Scale = _scale[0];
                }
                else
                {
                    tileAt += perTile;
                    floatAt += rest;
                }

                layer.BiasAt = floatAt;
                floatAt = CopyFloats(set, set.Find(ParameterId.ActorBias(k)), layer.Outputs, floatAt);
                int norm = set.Find(ParameterId.ActorLayerNorm(k));
                layer.NormAt = norm < 0 ? -1 : floatAt;
                if (norm >= 0)
                    floatAt = CopyFloats(set, norm, 2 * layer.Outputs, floatAt);
#if NET
                layer.Vectors.Take(set, k, layer);
#endif
            }
        }

        private void MakeRoom(ParameterSet set)
        {
            int floats = 0;
            int bytes = 0;
            int perTile = 0;
            int perInt8Tile = 0;
            for (int k = 0; k < _layerCount; k++)
            {
                ActorLayer layer = _layers[k];
                int tiled = TiledRows(layer.Outputs);
                int inTile = layer.Inputs * tiled / TileRows;
                int rest = tiled > layer.Outputs ? 0 : (layer.Outputs - tiled) * layer.Inputs;
                perTile += layer.IsQuantised ? 0 : inTile;
                perInt8Tile += layer.IsQuantised ? inTile : 0;
                floats += (layer.IsQuantised ? 0 : rest) + layer.Outputs
                    + (set.Find(ParameterId.ActorLayerNorm(k)) < 0 ? 0 : 2 * layer.Outputs);
                bytes += layer.IsQuantised ? rest : 0;
            }

            if (_floats == null || _floats.Length < floats)
                _floats = new float[floats];
            if (_bytes == null || _bytes.Length < bytes)
                _bytes = new sbyte[bytes];
            for (int lane = 0; lane < TileRows; lane++)
            {
                if (_tiles[lane] == null || _tiles[lane].Length < perTile)
                    _tiles[lane] = new float[perTile];
                if (_int8Tiles[lane] == null || _int8Tiles[lane].Length < perInt8Tile)
                    _int8Tiles[lane] = new sbyte[perInt8Tile];
            }
        }

        /// <summary>Rows that are computed eight at a time; three or more that are left fill a tile of their own.</summary>
        private static int TiledRows(int rows)
        {
            int left = rows % TileRows;
            return left < 3 ? rows - left : rows - left + TileRows;
        }

        private static void CopyRow(ParameterSet set, int entry, int from, float[] into, int at, int count)
        {
            for (int i = 0; i < count; i++)
                into[at + i] = (float)set.GetDouble(entry, from + i);
        }

        private static void CopyRow(ParameterSet set, int entry, int from, sbyte[] into, int at, int count)
        {
            for (int i = 0; i < count; i++)
                into[at + i] = (sbyte)set.GetDouble(entry, from + i);
        }

        private int CopyFloats(ParameterSet set, int entry, int count, int at)
        {
            for (int i = 0; i < count; i++)
                _floats[at + i] = (float)set.GetDouble(entry, i);
            return at + count;
        }

        private static bool IsMatrix(ParameterSet set, int entry, int rows, int columns)
        {
            return set.Rank(entry) == 2 && set.Dim(entry, 0) == rows && set.Dim(entry, 1) == columns;
        }
    }
}
