// nanoFramework.CoreLibrary 1.17.11
// Nothing is declared here: mscorlib has it. Library/Loader.Nano.also.txt says what of it a loader may use, and this name who may.
