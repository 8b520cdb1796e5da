; The folder's context menu in the Explorer, beside the .uaitrain files that electron-builder registers itself.
!define UAI_FOLDER_KEY "Software\Classes\Directory\shell\UAITrainPacker"

!macro customInstall
  WriteRegStr SHCTX "${UAI_FOLDER_KEY}" "" "Pack with ${PRODUCT_NAME}"
  ; 2052: simplified Chinese
  ${If} $LANGUAGE == 2052
    WriteRegStr SHCTX "${UAI_FOLDER_KEY}" "" "用 ${PRODUCT_NAME} 打包"
  ${EndIf}
  WriteRegStr SHCTX "${UAI_FOLDER_KEY}" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  WriteRegStr SHCTX "${UAI_FOLDER_KEY}\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%V"'
!macroend

!macro customUnInstall
  DeleteRegKey SHCTX "${UAI_FOLDER_KEY}"
!macroend
